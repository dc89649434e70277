"""Files to read in more than one way: right ones, odd ones and wrong ones."""

SLO = """\
# promises of the shop
apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout-availability
  displayName: 'Größe "matters": 100 %'
  labels: {tier: [critical, "standard"], team: payments}
spec:
  description: >-
    Requests of the checkout,
    as customers see them.

  service: checkout
  indicator:
    metadata: {name: good}
    spec:
      ratioMetric:
        counter: true
        good: &metric
          metricSource:
            type: prometheus
            spec:
              query: |
                sum(http_requests_total{code!~"5..", job="checkout"})
        total:
          <<: *metric
  timeWindow:
  - duration: 30d
    isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - target: 0.999
      displayName:
---
apiVersion: openslo/v1
kind: Service
metadata: {name: checkout, annotations: {at: 12:30:00, note: "😀 \\u00fc"}}
...
"""

FLOW = "[a, {b: c, \"d\": [], e: }, [1, 2.50, 0x1F, ~, true], 'it''s', \"\\n\\t\", http://x:9090/y?z#w, 12:30:45]\n"
BLOCKS = (
    "- |\n  a\n\n   b\n\n- >\n  c\n  d\n\n  e\n- |-\n  f\n- >+\n  g\n\n- |2\n    h\n-\n  - i\n- j: k\n  l:\n  - m\n"
)
ANCHORS = "- &a {x: &n 1, y: [*n, 2]}\n- &b {<<: *a, y: 3}\n- {<<: [*b, {z: 4}]}\n- *a\n- &k key\n- {*k : v}\n"
COMMENTS = "# a\n\na: # b\n  # c\n  b: 1 # d\n\n# e\nc: [ # f\n  1, # g\n  2 ]\n# h\n"
STARTS = "%YAML 1.2\n---\na\n...\n--- |\n b\n---\n# nothing\n---\n'c'\n"
EXPLICIT = "? a\n: b\n? c\n? |\n  d\n: - e\n"
TAGGED = "a: !!str 1\nb: ! 2\nc: !!int 3\n!!str d: !!seq [x]\ne: !!map {f: !!null }\n"
PLAIN = "a: b c\n  d\n\n  e\nf: -g\nh: ?i\nj: :k\nl: m#n\no: p, q\nr: '{}'\n"

RIGHT = {
    "an SLO": SLO,
    "an SLO from Windows": SLO.replace("\n", "\r\n"),
    "an SLO with a byte order mark": "\ufeff" + SLO,
    "flow": FLOW,
    "blocks": BLOCKS,
    "anchors": ANCHORS,
    "comments": COMMENTS,
    "documents": STARTS,
    "explicit keys": EXPLICIT,
    "tags": TAGGED,
    "plain values": PLAIN,
    "nothing": "",
    "a word": "word",
}

WRONG = {
    "two colons": "a: b: c\n",
    "an open bracket": "a: [1\n",
    "an open quote": "a: 'x\n",
    "a tab": "a:\n\tb: 1\n",
    "a reserved character": "a: `x`\n",
    "a wrong indentation": "a:\n    b: 1\n  c: 2\n",
    "an alias of nothing": "a: *x\n",
    "a cycle": "&a [*a]\n",
    "an anchor twice": "[&a 1, &a 2]\n",
    "a tag": "!x y\n",
    "a key twice": "a: 1\na: 2\n",
    "a list as a key": "{[a]: b}\n",
    "too deep": "[" * 50 + "]" * 50,
    "too many aliases": "- &a 1\n" + "- *a\n" * 101,
    "a null character": "a: \0\n",
    "a line separator": "a: 1 # \u2028b: 2\n",
}
