"""Explanation: what a schedule means as one English sentence, made from its instants and not from its text."""
