"""The sample data: the real facts, and a plainly fictional county whose topics are moved by the workflow itself."""
