package script_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
)

func TestIsLanguage(t *testing.T) {
	for _, tag := range []string{"en", "en-GB", "zh-Hant-TW", "sl-rozaj-biske-1994", "x-whatever", "x-a", "i-klingon", "und", "zxx", "en-a-bbb-x-a", "de-1901",
		"EN-gb", "zh-yue-HK", "zh-cmn-Hans-CN", "es-419", "sl-rozaj", "en-GB-oed", "sgn-BE-FR", "I-Default", "de-CH-x-phonebk", "qaa-Qaaa-QM-x-southern", "abcdefgh"} {
		require.True(t, script.IsLanguage(tag), tag)
	}
	for _, tag := range []string{"", "e", "x", "i", "en-", "-en", "en--GB", "english language", "en_GB", "toolonglanguage", "en-x", "en-a", "é", "e1", "en-überall", "12",
		"i-nothing", "en-GB-US", "en-Latn-Cyrl", "en-GB-Latn", "abcd-abc", "en-1", "en-abcd-", "en-123-45", "en-a-b", "en-x-", "x-123456789",
		"en-gb-oed i-ami", " en", "en ", " ", "İn"} {
		require.False(t, script.IsLanguage(tag), tag)
	}
}
