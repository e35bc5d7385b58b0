"""What the site withstands: forged requests, hostile names and files; what it tells browsers."""
