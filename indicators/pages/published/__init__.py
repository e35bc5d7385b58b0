"""The pages of closed periods: figures as published beside live ones, and what changed since."""
