"""Why a value is so, for fields of any subject: it stands above the pages whose words it speaks."""
