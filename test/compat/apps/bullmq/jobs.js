/** What a job does: how long a voyage takes, in hours. */
export const hours = ({ data: { miles, knots } }) => {
  if (knots <= 0) throw new RangeError(`a ship makes way, received ${knots} knots`);
  return miles / knots;
};
