# Runs a pipeline where the base images of its image have changed since it was last run for them.
export BASE_IMAGES=${BASE_IMAGES:-'[]'}
references=()
words references BASE_IMAGES '.[]'
login_public "${references[@]}"
login_private "${references[@]}"
seen=
for reference in "${references[@]}"; do
  digest=$(digest_of "$reference")
  [ -n "$digest" ] || fail "there is no base image $reference"
  say "$reference is $digest"
  seen+="$reference@$digest"$'\n'
done
now=$(printf '%s' "$seen" | sha256sum | cut -c 1-32)
noted=$(aws ssm get-parameter --name="$PARAMETER" --query 'Parameter.[Value,Version]' --output text 2>"$work/parameter.log") \
  || fail "cannot read which base images were seen last" "$work/parameter.log"
before=${noted%%$'\t'*}
if [ "$before" = "$now" ]; then
  say 'no base image has changed'
  exit 0
fi
if [ "$before" != none ]; then
  # the token stands for these base images after what was noted: asked twice, the pipeline runs once; where they come back later, again
  aws codepipeline start-pipeline-execution --name="$PIPELINE" --client-request-token "$now-${noted##*$'\t'}" \
    --variables "name=$VARIABLE,value=$now" >"$work/execution.json" 2>"$work/execution.log" \
    || fail "cannot run the pipeline $PIPELINE" "$work/execution.log"
  say "a base image has changed: the pipeline runs as $(jq --raw-output .pipelineExecutionId "$work/execution.json")"
fi
aws ssm put-parameter --overwrite --name="$PARAMETER" --value "$now" >/dev/null 2>"$work/parameter.log" \
  || fail "cannot note which base images were seen last" "$work/parameter.log"
