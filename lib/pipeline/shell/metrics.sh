# put_metrics: takes a JSON array of CloudWatch's MetricDatum from standard input, and puts it with the name of the image
# as a dimension of each. Metrics never decide on an image: where they cannot be put, that is said and no more.
put_metrics() {
  cat >"$work/metrics.json"
  [ -n "${METRICS_NAMESPACE:-}" ] || return 0
  # shellcheck disable=SC2016 # $image is one of jq's
  if jq --arg image "${METRICS_IMAGE:-}" 'map(.Dimensions = [{ Name: "Image", Value: $image }] + (.Dimensions // []))' \
    "$work/metrics.json" >"$work/metric-data.json" 2>"$work/metrics.log" \
    && aside cloudwatch put-metric-data --namespace="$METRICS_NAMESPACE" --metric-data "file://$work/metric-data.json" >>"$work/metrics.log" 2>&1; then
    return
  fi
  say "notice: the metrics could not be put: $(tr -d '\r' <"$work/metrics.log" | tr '[:cntrl:]' ' ' | cut -c 1-500)"
}

