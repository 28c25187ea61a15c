export interface KnownPerson {
  /** The user pool's id of the person, the same in every shop. */
  readonly sub: string;
  /** The person had no sign-in until now; an invitation went out by e-mail (on one machine none: a sign-in link is asked for there). */
  readonly isInvited: boolean;
}

/** Who can sign in to this deployment. Being known here gives no right in any shop: members records do. */
export interface People {
  /**
   * Finds a person by the e-mail address, or makes a sign-in and has the user pool invite them. Repeating it finds them.
   *
   * @throws ConfigurationError `InvitationRefused` where the pool does not take the address; RateLimitedError when told to wait
   */
  findOrInvite(email: string): Promise<KnownPerson>;
}
