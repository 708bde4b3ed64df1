"""From the customer back: announced, inspected, graded, never twice."""
