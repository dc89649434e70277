"""Two files of slo-generator that belong together."""

SLO = """\
apiVersion: sre.google.com/v2
kind: ServiceLevelObjective
metadata:
  name: web
  labels: {service_name: shop, slo_name: answers}
spec:
  description: Requests are answered
  goal: 0.999
  backend: prometheus
  method: good_bad_ratio
  exporters: [cloudevent]
  error_budget_policy: short
  service_level_indicator:
    filter_good: requests_total{code!~"5.."}
    filter_valid: requests_total
"""
CONFIG = """\
backends:
  prometheus: {url: http://localhost:9090}
exporters:
  cloudevent: {service_url: http://localhost:8081}
error_budget_policies:
  short:
    steps:
      - {name: hour, window: 3600, burn_rate_threshold: 9, message_alert: a, message_ok: o}
      - {name: week, window: 604800, burn_rate_threshold: 1.5, message_alert: a, message_ok: o}
      - {name: day, window: 86400, burn_rate_threshold: 3, message_alert: a, message_ok: o}
"""
WHOLE = {"slo/web.yaml": SLO, "shared/config.yaml": CONFIG}
