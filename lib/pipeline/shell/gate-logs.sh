# The log of each gate apart, in a stream of its own beside that of the build.

# put_log STREAM FILE: a file as events of a stream; a log that cannot be kept is no failure of the build
put_log() {
  local stream=$1 file=$2 now batch
  now=$(($(date +%s) * 1000))
  rm -rf "$work/batches"
  mkdir -p "$work/batches"
  # a call takes a megabyte, of which every event costs 26 bytes beside its own
  tr -d '\r' <"$file" | LC_ALL=C cut -c 1-8000 | iconv -c -f UTF-8 -t UTF-8 | split -l 100 - "$work/batches/" || return
  aside logs create-log-stream --log-group-name="$LOG_GROUP" --log-stream-name="$stream" >/dev/null || return
  for batch in "$work/batches/"*; do
    [ -e "$batch" ] || continue
    jq --raw-input --slurp --argjson now "$now" \
      'split("\n") | if .[-1] == "" then .[:-1] else . end | map({timestamp: $now, message: (if . == "" then " " else . end)})' "$batch" >"$work/events.json" || return
    aside logs put-log-events --log-group-name="$LOG_GROUP" --log-stream-name="$stream" --log-events "file://$work/events.json" >/dev/null || return
  done
}

put_gate_logs() {
  local gate
  [ -n "${LOG_GROUP-}" ] || return 0
  for gate in "${gates[@]}"; do
    [ -f "$work/reports/$gate/log" ] || continue
    if ! put_log "gate/$gate/${CODEBUILD_BUILD_ID##*:}" "$work/reports/$gate/log" 2>"$work/gate-log.log"; then
      say "notice: the log of the gate $gate is not kept apart: $(tail -n 1 "$work/gate-log.log")"
    fi
  done
}
