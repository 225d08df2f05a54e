module github.com/auth0/terraform-provider-auth0/upstream

go 1.25.8

require (
	github.com/auth0/go-auth0 v1.1.0
	github.com/auth0/terraform-provider-auth0 v1.0.0
	github.com/hashicorp/terraform-plugin-sdk/v2 v2.40.0
)
