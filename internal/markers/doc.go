// Package markers is what the marker lists of editing systems share: timecode
// labels and the rates behind them, the frame the programme starts at, names
// that carry ids, and XML that cannot do harm.
package markers
