package io.coterie.tracker.sql;

/** Who is a member, in SQL. */
final class Membership {

  /** Whether a row of memberships, as m, is that of a member. */
  static final String IS_MEMBER = " m.state in ('MEMBER', 'OWNER') ";

  /** The id of a member's group; null for others. Takes the key of its name and the user's key. */
  static final String GROUP_ID =
      "(select g.group_id from grp g join membership m on m.group_id = g.group_id"
          + " where g.name_key = ? and m.user_key = ? and"
          + IS_MEMBER
          + ")";

  private Membership() {}
}
