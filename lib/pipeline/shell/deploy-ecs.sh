
# Deploys to a service of ECS that deploys by itself, rolling or blue/green, and waits for it: also for the bake time, and
# for the circuit breaker and alarms, which take a failed deployment back.

# state_of_deployment: `ended`, or what it is at
state_of_deployment() {
  local revisions status reason
  asked deployments "read the deployments of $service_name" ecs list-service-deployments --cluster="$CLUSTER" --service="$SERVICE" --max-results 20 --no-paginate
  mapfile -t revisions < <(jq --raw-output '[.serviceDeployments[].targetServiceRevisionArn | values] | unique[]' "$answers/deployments")
  if [ ${#revisions[@]} = 0 ]; then
    echo 'not begun'
    return
  fi
  asked revisions "read the revisions of $service_name" ecs describe-service-revisions --service-revision-arns "${revisions[@]}"
  jq --arg definition "$revision" --slurpfile revisions "$answers/revisions" '
    [$revisions[0].serviceRevisions[] | select(.taskDefinition == $definition).serviceRevisionArn] as $ours
    | [.serviceDeployments[] | select(.targetServiceRevisionArn as $arn | $ours | index($arn))] | sort_by(.createdAt) | last // {}' "$answers/deployments" >"$answers/deployment"
  status=$(taken deployment .status)
  reason=$(taken deployment .statusReason)
  case $status in
    SUCCESSFUL) echo ended ;;
    STOPPED | STOP_REQUESTED | ROLLBACK_REQUESTED | ROLLBACK_IN_PROGRESS | ROLLBACK_SUCCESSFUL | ROLLBACK_FAILED)
      fail "the deployment to $service_name failed, it is $status: ${reason:-ECS gives no reason, look at the events of the service}" ;;
    '') echo 'not begun' ;;
    *) printf '%s\n' "$status${reason:+, $reason}" ;;
  esac
}

describe_service
[ "$controller" = ECS ] || fail "the service $service_name is deployed by $controller, not by ECS: use DeploymentTarget.ecsCodeDeploy for CODE_DEPLOY"
revise
[ "$revision" = "$current" ] || asked updated "deploy to the service $service_name" ecs update-service --cluster="$CLUSTER" --service="$SERVICE" --task-definition "$revision"
# a deployment that ended long ago is listed no more
if [ "$revision" = "$current" ] && [ "$(taken service '.services[0].deployments | length')" = 1 ] && [ "$(taken service '.services[0].deployments[0].rolloutState')" = COMPLETED ]; then
  say "$service_name runs it already"
else
  wait_for "the deployment to $service_name" state_of_deployment
fi
say "$service_name runs $IMAGE_URI as $revision"
