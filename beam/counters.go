package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/vsconvert/vsconvert/script"
)

// kinds are the kinds of warnings that are counted apart.
var kinds = []struct {
	err     error
	counter beam.Counter
}{
	{script.ErrDropped, beam.NewCounter("vsconvert", "warnings.dropped")},
	{script.ErrText, beam.NewCounter("vsconvert", "warnings.text")},
	{script.ErrID, beam.NewCounter("vsconvert", "warnings.id")},
	{script.ErrDuplicateID, beam.NewCounter("vsconvert", "warnings.duplicate-id")},
	{script.ErrOverlap, beam.NewCounter("vsconvert", "warnings.overlap")},
	{script.ErrZeroLength, beam.NewCounter("vsconvert", "warnings.zero-length")},
	{script.ErrReversed, beam.NewCounter("vsconvert", "warnings.reversed")},
	{script.ErrNoText, beam.NewCounter("vsconvert", "warnings.no-text")},
	{script.ErrAssumed, beam.NewCounter("vsconvert", "warnings.assumed")},
	{script.ErrMissing, beam.NewCounter("vsconvert", "warnings.missing")},
	{script.ErrTime, beam.NewCounter("vsconvert", "warnings.time")},
	{script.ErrValue, beam.NewCounter("vsconvert", "warnings.value")},
	{script.ErrSyntax, beam.NewCounter("vsconvert", "warnings.syntax")},
}

var otherWarnings = beam.NewCounter("vsconvert", "warnings.other")

func countWarning(ctx context.Context, w script.Warning) {
	for _, k := range kinds {
		if errors.Is(w.Err, k.err) {
			k.counter.Inc(ctx, 1)
			return
		}
	}
	otherWarnings.Inc(ctx, 1)
}

// counters are the pipeline's counters by name.
type counters map[string]int64

func countersOf(result beam.PipelineResult) counters {
	all := counters{}
	for _, c := range result.Metrics().AllMetrics().Counters() {
		if c.Namespace() == "vsconvert" {
			all[c.Name()] += c.Result()
		}
	}
	return all
}

// String returns a line a counter.
func (c counters) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintf(&b, "%s: %d\n", name, c[name])
	}
	return b.String()
}
