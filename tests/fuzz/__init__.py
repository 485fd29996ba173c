"""Every address and every form, asked with values that no page of the portal would send."""
