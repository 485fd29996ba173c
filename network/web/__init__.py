"""Pages and requests in general: middleware, errors, forms as HTML, health, cache, logs."""
