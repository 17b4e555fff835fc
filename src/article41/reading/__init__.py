"""What an article or report says: who said what, who met, and which listed parties it names."""
