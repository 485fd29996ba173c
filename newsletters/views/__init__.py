"""Pages of newsletters, subscriptions and opportunities."""
