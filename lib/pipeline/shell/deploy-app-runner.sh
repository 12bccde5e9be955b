
# Gives a service of App Runner its new image and waits for it. A failed deployment is taken back by the service.

state_of_service() {
  local status
  asked service "read the service $SERVICE_ARN" apprunner describe-service --service-arn="$SERVICE_ARN"
  status=$(taken service .Service.Status)
  case $status in
    RUNNING) echo ended ;;
    OPERATION_IN_PROGRESS) printf '%s\n' "$status" ;;
    PAUSED) fail "the service $SERVICE_ARN is paused: resume it" ;;
    *) fail "the service $SERVICE_ARN is $status and takes no image" ;;
  esac
}

state_of_operation() {
  local status
  asked operations "read the operations of $SERVICE_ARN" apprunner list-operations --service-arn="$SERVICE_ARN" --max-results 20 --no-paginate
  status=$(jq --raw-output --arg id "$operation" '.OperationSummaryList[] | select(.Id == $id).Status' "$answers/operations")
  case $status in
    SUCCEEDED) echo ended ;;
    FAILED | ROLLBACK_IN_PROGRESS | ROLLBACK_FAILED | ROLLBACK_SUCCEEDED)
      fail "the deployment to $SERVICE_ARN failed, it is $status: the reason is in its log group, in the stream \"deployment/$operation\"" ;;
    *) printf '%s\n' "${status:-not begun}" ;;
  esac
}

wait_for "an earlier operation of $SERVICE_ARN" state_of_service
[ "$(taken service .Service.SourceConfiguration.ImageRepository.ImageRepositoryType)" = ECR ] || fail "the service $SERVICE_ARN does not run an image of a repository of ECR"
if [ "$(taken service .Service.SourceConfiguration.ImageRepository.ImageIdentifier)" = "$IMAGE_URI" ]; then
  say "$SERVICE_ARN runs it already"
  exit
fi
jq --arg image "$IMAGE_URI" '.Service | { ServiceArn, SourceConfiguration: (.SourceConfiguration | .ImageRepository.ImageIdentifier = $image) }' "$answers/service" >"$answers/request"
asked updated "deploy to $SERVICE_ARN" apprunner update-service --cli-input-json "file://$answers/request"
operation=$(taken updated .OperationId)
[ -n "$operation" ] || fail "App Runner gave no operation for $SERVICE_ARN"
wait_for "the deployment to $SERVICE_ARN" state_of_operation
say "$SERVICE_ARN runs $IMAGE_URI"
