"""What a report says, sentence by sentence: plain functions from facts to text. What is not known
is said to be not known, or not said."""
