
# The task definition of a service of ECS with another image: everything else of it stays.
service_name="$CLUSTER/$SERVICE"

# describe_service: sets controller and current, the task definition that it runs
describe_service() {
  local reason
  asked service "read the service $service_name" ecs describe-services --cluster="$CLUSTER" --services="$SERVICE"
  reason=$(taken service '.failures[0].reason')
  [ -z "$reason" ] || fail "there is no service $service_name: $reason"
  [ "$(taken service '.services[0].status')" = ACTIVE ] || fail "the service $service_name is $(taken service '.services[0].status'), not ACTIVE"
  controller=$(taken service '.services[0].deploymentController.type')
  controller=${controller:-ECS}
  current=$(taken service '.services[0] | (.taskSets // [] | map(select(.status == "PRIMARY"))[0].taskDefinition) // .taskDefinition')
  [ -n "$current" ] || fail "the service $service_name has no task definition"
}

# Tags that begin with aws: are of AWS: nobody else can give them.

# revise: sets container_name, and revision, a task definition as the current one, with IMAGE_URI; the current one, if it has it already
revise() {
  local container=${CONTAINER:-} names there
  asked definition "read the task definition $current" ecs describe-task-definition --task-definition="$current" --include TAGS
  names=$(jq --raw-output '[.taskDefinition.containerDefinitions[].name] | join(", ")' "$answers/definition")
  if [ -z "$container" ]; then
    [ "$(taken definition '.taskDefinition.containerDefinitions | length')" = 1 ] \
      || fail "the task definition $current has several containers ($names): say by \"containerName\" which one runs the image"
    container=$names
  fi
  there=$(jq --raw-output --arg name "$container" '.taskDefinition.containerDefinitions[] | select(.name == $name).image' "$answers/definition")
  [ -n "$there" ] || fail "the task definition $current has no container \"$container\", only $names: change \"containerName\""
  # shellcheck disable=SC2034 # not every deployment needs the name
  container_name=$container revision=$current
  if [ "$there" = "$IMAGE_URI" ]; then
    say "$current has the image already"
    return
  fi
  jq --arg name "$container" --arg image "$IMAGE_URI" '
    (.tags // [] | map(select(.key | ascii_downcase | startswith("aws:") | not))) as $tags | .taskDefinition
    | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy, .deregisteredAt)
    | .containerDefinitions |= map(if .name == $name then .image = $image else . end)
    | if $tags == [] then . else .tags = $tags end' "$answers/definition" >"$answers/revision"
  asked registered "register a revision of $current" ecs register-task-definition --cli-input-json "file://$answers/revision"
  revision=$(taken registered .taskDefinition.taskDefinitionArn)
  [ -n "$revision" ] || fail "ECS gave no name of the new revision of $current"
}
