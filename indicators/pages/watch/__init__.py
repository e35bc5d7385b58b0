"""The watch page: what needs a look now, a section for each thing that is watched."""
