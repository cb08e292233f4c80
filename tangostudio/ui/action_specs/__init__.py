"""The actions, one module for each menu or mode. Data only."""
