package hostile_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
)

func TestTextsAreManyAndNamedOnce(t *testing.T) {
	texts := hostile.Texts()
	require.GreaterOrEqual(t, len(texts), 100)
	names := map[string]bool{}
	for _, text := range texts {
		require.NotEmpty(t, text.Text, text.Name)
		require.Regexp(t, `^[a-z0-9-]+$`, text.Name)
		require.False(t, names[text.Name], text.Name)
		names[text.Name] = true
	}
}
