# How long it took from the push to the image under its tags, as a metric: from the start of this execution of the pipeline,
# which is that of its first action, to now. The date of a commit is that of its author's machine, and may be long ago.

# seconds_of TIME: since 1970, of what the AWS CLI gives: a date, or seconds already
seconds_of() {
  if [[ $1 =~ ^[0-9]+(\.[0-9]+)?$ ]]; then printf '%s' "${1%%.*}"; else date --date="$1" +%s; fi
}

put_push_to_image() {
  local pipeline=${CODEBUILD_INITIATOR#codepipeline/} times time first='' seconds
  [ -n "${METRICS_NAMESPACE:-}" ] || return 0
  if ! aside codepipeline list-action-executions --pipeline-name="$pipeline" --filter "pipelineExecutionId=$EXECUTION_ID" --no-paginate --output json \
    >"$work/actions.json" 2>"$work/actions.log"; then
    say "notice: it is not known how long it took from the push to the image: $(tr '[:cntrl:]' ' ' <"$work/actions.log" | cut -c 1-500)"
    return 0
  fi
  times=$(jq --raw-output '.actionExecutionDetails[]?.startTime // empty' "$work/actions.json")
  while IFS= read -r time; do
    [ -n "$time" ] || continue
    seconds=$(seconds_of "$time") || continue
    if [ -z "$first" ] || [ "$seconds" -lt "$first" ]; then first=$seconds; fi
  done <<<"$times"
  [ -n "$first" ] || { say "notice: it is not known how long it took from the push to the image: the execution has no action"; return 0; }
  seconds=$(($(date +%s) - first))
  say "from the push to the image it took $seconds seconds"
  jq --null-input --argjson seconds "$seconds" '[{ MetricName: "PushToImage", Unit: "Seconds", Value: $seconds }]' | put_metrics
}

put_push_to_image
