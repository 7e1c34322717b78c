"""Recovery scores and urban-rural balance: frames in, frames out, no database, network or screen."""
