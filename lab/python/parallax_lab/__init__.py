"""What Parallax adds to the engines of the local lab: start-up patches, the Lambda executor."""
