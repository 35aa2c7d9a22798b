// Package bench measures vsconvert beside other programs and libraries. It is
// a module of its own, so that they never become dependencies of vsconvert.
// README.md says how to run it.
package bench
