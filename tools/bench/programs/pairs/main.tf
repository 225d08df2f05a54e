terraform {
  required_providers {
    auth0 = {
      source = "auth0/auth0"
    }
  }
}

variable "pairs" {
  type = number
}

variable "description" {
  type = string
}

resource "auth0_client" "application" {
  count           = var.pairs
  name            = "Application ${count.index}"
  description     = count.index == 0 ? var.description : "An application"
  app_type        = "regular_web"
  callbacks       = ["https://${count.index}.example.com/callback"]
  grant_types     = ["authorization_code", "refresh_token"]
  oidc_conformant = true
  jwt_configuration {
    alg = "RS256"
  }
}

resource "auth0_client_credentials" "application" {
  count                 = var.pairs
  client_id             = auth0_client.application[count.index].client_id
  authentication_method = "client_secret_post"
}
