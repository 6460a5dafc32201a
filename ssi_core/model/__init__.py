"""The open model: signals, kernel, history and the ensemble that carries its doubt. Numpy alone."""
