
# Deploys to a service of ECS by CodeDeploy, blue/green, and waits until the traffic has moved.

state_of_deployment() {
  local status reason
  asked deployment "read the deployment $deployment" deploy get-deployment --deployment-id "$deployment"
  status=$(taken deployment .deploymentInfo.status)
  reason=$(taken deployment '.deploymentInfo.errorInformation // empty | "\(.code): \(.message)"')
  case $status in
    Succeeded) echo ended ;;
    Failed | Stopped) fail "the deployment $deployment to $service_name is $status: ${reason:-CodeDeploy gives no reason, look at the events of the deployment}" ;;
    *) printf '%s\n' "${status:-not begun}" ;;
  esac
}

describe_service
[ "$controller" = CODE_DEPLOY ] || fail "the service $service_name is deployed by $controller, not by CODE_DEPLOY: use DeploymentTarget.ecs for ECS"
revise
if [ "$revision" = "$current" ]; then
  say "$service_name runs it already"
  exit
fi
port=$(taken service '.services[0] | (.taskSets // [] | map(select(.status == "PRIMARY"))[0].loadBalancers[0].containerPort) // .loadBalancers[0].containerPort')
[ -n "$port" ] || fail "the service $service_name has no load balancer, which a deployment by CodeDeploy takes"
jq --null-input --arg application "$APPLICATION" --arg group "$DEPLOYMENT_GROUP" --arg definition "$revision" --arg container "$container_name" --argjson port "$port" '
  { version: 1, Resources: [{ TargetService: { Type: "AWS::ECS::Service", Properties: {
    TaskDefinition: $definition, LoadBalancerInfo: { ContainerName: $container, ContainerPort: $port } } } }] } as $specification
  | { applicationName: $application, deploymentGroupName: $group, revision: { revisionType: "AppSpecContent", appSpecContent: { content: ($specification | tojson) } } }' >"$answers/request"
asked created "deploy to $service_name by $DEPLOYMENT_GROUP" deploy create-deployment --cli-input-json "file://$answers/request"
deployment=$(taken created .deploymentId)
[ -n "$deployment" ] || fail "CodeDeploy gave no name of the deployment to $service_name"
say "$service_name gets $revision by the deployment $deployment"
wait_for "the deployment $deployment" state_of_deployment
say "$service_name runs $IMAGE_URI as $revision"
