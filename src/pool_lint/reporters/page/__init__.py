"""The parts of the html format: charts, pools and findings, ready for the template."""
