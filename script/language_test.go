package script_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
)

func TestIsLanguage(t *testing.T) {
	for _, tag := range []string{"en", "en-GB", "zh-Hant-TW", "sl-rozaj-biske-1994", "x-whatever", "x-a", "i-klingon", "und", "zxx", "en-a-bbb-x-a", "de-1901"} {
		require.True(t, script.IsLanguage(tag), tag)
	}
	for _, tag := range []string{"", "e", "x", "i", "en-", "-en", "en--GB", "english language", "en_GB", "toolonglanguage", "en-x", "en-a", "é", "e1", "en-überall", "12"} {
		require.False(t, script.IsLanguage(tag), tag)
	}
}
