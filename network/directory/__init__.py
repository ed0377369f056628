"""Finding organisations and reading all that one may see of them: the features meet here, so it stands above them."""
