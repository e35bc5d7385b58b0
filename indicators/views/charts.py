"""What a page with a chart needs beyond the policy of all pages."""

from csp.decorators import csp_update

# Plotly writes style attributes, without which heat maps blur. To stand above `figures_page`: a
# 304 must carry the same policy, as the browser takes the headers of the newest answer.
chart_page = csp_update({"style-src-attr": ["'unsafe-inline'"]})
