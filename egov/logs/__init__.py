"""What the processes say, and of which request, task, job and upload they say it."""
