// Package batch does the same work on inputs without number: several at once,
// in bounded memory, with results in the order of the inputs. It knows nothing
// of scripts.
package batch
