/** The fate of images of repositories that an admission does not look at, such as those of sidecars. */
export class OtherImages {
  /**
   * They may run: for a service beside whose containers some of a vendor run. Nothing is known of these, and whoever may change
   * the task definition can run anything in one.
   */
  public static readonly ADMIT = new OtherImages('admit');

  /** They may not run. */
  public static readonly REFUSE = new OtherImages('refuse');

  private constructor(
    /** Its name. */
    public readonly name: string) {
  }
}
