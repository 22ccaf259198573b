"""What trackers can do: rates, latencies, memory."""
