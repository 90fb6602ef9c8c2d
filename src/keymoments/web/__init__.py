"""The pages of the site; no models here."""
