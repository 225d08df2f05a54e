// Package upstream opens the random provider, which upstream keeps internal. The path of this module, below upstream's
// own, is what allows the import.
package upstream

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"
	internal "github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// New returns upstream's provider.
func New() provider.Provider {
	return internal.New()
}
