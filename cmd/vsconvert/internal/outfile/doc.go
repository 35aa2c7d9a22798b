// Package outfile writes files that come into being whole or not at all,
// several together if need be. Each is written beside its place under a
// temporary name and renamed at the end. What a process leaves behind when it
// is killed, the next one into that directory removes.
package outfile
