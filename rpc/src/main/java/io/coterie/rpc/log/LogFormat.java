package io.coterie.rpc.log;

/** How a process writes its log; named as it is typed. */
public enum LogFormat {

  /** Lines for people: into a file, and warnings on standard error. */
  text,

  /** A JSON object a line, all on standard output, with a line for each call. */
  json
}
