"""What partners say, months after the confirmation of a groupement, of what they promised."""
