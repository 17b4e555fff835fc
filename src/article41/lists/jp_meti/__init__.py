"""Japanese Foreign End User List, Ministry of Economy, Trade and Industry (METI)."""
