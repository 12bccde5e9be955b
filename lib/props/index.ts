export { DURATION_IN_SECONDS, durationIn, secondsOf } from './duration';
export { BOOLEAN, foreign, foreignEnum, instanceOf, Kind, listOf, mapOf, NUMBER, oneOf, TEXT, WORDS } from './kind';
export { nearest } from './near';
export { objectOf, only, problemsOf, PropsOptions, required, requireArgument, requireProps, Shape, shape } from './shape';
