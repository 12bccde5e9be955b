# What a build of the pipeline tells while it goes on.
observe_gates() {
  put_gate_logs
  local gate
  for gate in "${gates[@]}"; do
    jq --null-input --compact-output --arg gate "$gate" \
      --arg code "$(cat "$work/reports/$gate/exit-code" 2>/dev/null || printf none)" --arg seconds "$(gate_seconds "$gate")" '
      [{Name: "Gate", Value: $gate}] as $dimensions
      | {MetricName: "GatePassed", Dimensions: $dimensions, Unit: "None", Value: (if $code == "0" then 1 else 0 end)},
        ($seconds | tonumber? // empty | {MetricName: "GateDuration", Dimensions: $dimensions, Unit: "Seconds", Value: .})'
  done | jq --slurp --compact-output . | put_metrics
}

# gate_seconds GATE: how long it took, as its own report has it
gate_seconds() {
  sed -n 's/^.*<testsuite [^>]*time="\([0-9.]*\)".*$/\1/p' "$work/reports/$1/junit.xml" 2>/dev/null | head -n 1 || true
}

# observe_image DIGEST: the size is that of what is pulled
observe_image() {
  local size
  give BUILT "$built"
  give BEGAN "$BEGAN"
  size=$(docker buildx imagetools inspect --raw "$REPOSITORY@$1" 2>/dev/null | jq '[.layers[]?.size, .config.size] | map(. // 0) | add' 2>/dev/null) || size=0
  jq --null-input --compact-output --arg platform "$PLATFORM" --argjson size "${size:-0}" --argjson seconds "$SECONDS" '
    [{Name: "Platform", Value: $platform}] as $dimensions
    | [{MetricName: "BuildDuration", Dimensions: $dimensions, Unit: "Seconds", Value: $seconds}]
      + if $size > 0 then [{MetricName: "ImageSize", Dimensions: $dimensions, Unit: "Bytes", Value: $size}] else [] end' | put_metrics
}
