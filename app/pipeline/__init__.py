"""The road of a scan: ports, stages, intake, runner, crew, and the desk where people act."""
