"""The REST API: a route per operation, generated from the catalogue, described by OpenAPI, problems as RFC 9457."""
